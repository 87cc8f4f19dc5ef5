package llm

import (
	"context"
	"fmt"
	"time"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
	gogpt "github.com/sashabaranov/go-openai"
	"google.golang.org/genai"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/openai"
	"github.com/ollama/ollama/api"
	"github.com/twilio/twilio-go"
)

const system = "You are a terse assistant."

type Bot struct {
	client anthropic.Client
	gpt    *gogpt.Client
	model  string
}

func NewBot(key string) *Bot {
	return &Bot{client: anthropic.NewClient(option.WithAPIKey(key)), gpt: gogpt.NewClient(key), model: gogpt.GPT4oMini}
}

func (b *Bot) Ask(ctx context.Context, question string) (string, error) {
	msg, err := b.client.Messages.New(ctx, anthropic.MessageNewParams{
		Model:     anthropic.ModelClaudeHaiku4_5,
		MaxTokens: 1024,
		System:    []anthropic.TextBlockParam{{Text: system + " Today is " + time.Now().Format("2006-01-02")}},
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(question))},
	})
	return msg, err
}

func (b *Bot) Old(ctx context.Context, q string) {
	cfg := gogpt.DefaultConfig("k")
	cfg.BaseURL = "https://api.deepseek.com/v1"
	c := gogpt.NewClientWithConfig(cfg)
	req := gogpt.ChatCompletionRequest{
		Model: "deepseek-chat",
		Messages: []gogpt.ChatCompletionMessage{
			{Role: gogpt.ChatMessageRoleSystem, Content: system},
			{Role: gogpt.ChatMessageRoleUser, Content: fmt.Sprintf("Q: %s", q)},
		},
	}
	req.MaxTokens = 50
	c.CreateChatCompletion(ctx, req)
	b.gpt.CreateChatCompletion(ctx, gogpt.ChatCompletionRequest{Model: b.model, Messages: nil})
}

func gem(ctx context.Context) {
	client, _ := genai.NewClient(ctx, &genai.ClientConfig{})
	client.Models.GenerateContent(ctx, "gemini-2.5-flash", genai.Text("Why is the sky blue?"), &genai.GenerateContentConfig{
		SystemInstruction: genai.NewContentFromText("Be short.", genai.RoleUser), MaxOutputTokens: 99,
	})
	br := bedrockruntime.NewFromConfig(x)
	br.Converse(ctx, &bedrockruntime.ConverseInput{
		ModelId: aws.String("anthropic.claude-3-haiku-20240307-v1:0"),
		System: []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: "S"}},
		Messages: []types.Message{{Role: types.ConversationRoleUser, Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: "hi"}}}},
		InferenceConfig: &types.InferenceConfiguration{MaxTokens: aws.Int32(7)},
	})
	llm, err := openai.New(openai.WithModel("gpt-4o"))
	llms.GenerateFromSinglePrompt(ctx, llm, "hello", llms.WithMaxTokens(3))
	llm.GenerateContent(ctx, []llms.MessageContent{llms.TextParts(llms.ChatMessageTypeSystem, "sys"), llms.TextParts(llms.ChatMessageTypeHuman, "hi")})
	oc, _ := api.ClientFromEnvironment()
	oc.Chat(ctx, &api.ChatRequest{Model: "llama3.2", Messages: []api.Message{{Role: "user", Content: "x"}}}, nil)
	tw := twilio.NewRestClient()
	tw.Messages.New(ctx, 1)
	tw.Chat(ctx, 1)
}

func main() {
	b := NewBot("k")
	b.Ask(nil, "What is 2+2?")
}

// pennylint: ignore-file[unbounded-output]
func emoji(ctx context.Context, b *Bot) {
	// The offset of what follows "😀" counts in UTF-16 units.
	for _, q := range []string{"😀 one", "two"} {
		b.client.Messages.New(ctx, anthropic.MessageNewParams{Model: "claude-haiku-4-5", MaxTokens: 5, Messages: []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("😀" + q))}})
	}
	messages := []gogpt.ChatCompletionMessage{{Role: "system", Content: `raw
text`}}
	messages = append(messages, gogpt.ChatCompletionMessage{Role: "user", Content: "x"})
	b.gpt.CreateChatCompletionStream(ctx, gogpt.ChatCompletionRequest{Model: gogpt.GPT4o, Messages: messages, Stream: true})
}
