package agents

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/firebase/genkit/go/ai"
	"github.com/firebase/genkit/go/genkit"
	gogpt "github.com/sashabaranov/go-openai"
	"github.com/tmc/langchaingo/chains"
	"github.com/tmc/langchaingo/llms/ollama"
	"google.golang.org/adk/agent/llmagent"
	"google.golang.org/adk/model/gemini"
	"google.golang.org/genai"
)

func Flows(ctx context.Context) {
	g := genkit.Init(ctx, genkit.WithDefaultModel("googleai/gemini-2.5-flash"))
	genkit.DefinePrompt(g, "joke", ai.WithSystem("You are funny."), ai.WithPrompt("Tell a joke about {{topic}}."))
	genkit.GenerateStream(ctx, g, ai.WithModelName("googleai/gemini-2.5-pro"), ai.WithPrompt("Hi"),
		ai.WithConfig(&genai.GenerateContentConfig{MaxOutputTokens: 400}))
}

func Weather(ctx context.Context) {
	m, _ := gemini.NewModel(ctx, "gemini-2.5-flash", &genai.ClientConfig{})
	llmagent.New(llmagent.Config{Name: "weather", Model: m, Instruction: "You answer about the weather."})
}

func Summaries() {
	llm, _ := ollama.New(ollama.WithModel("llama3"))
	chains.LoadRefineSummarization(llm)
}

func Others(ctx context.Context) {
	client := gogpt.NewClient("key")
	client.CreateResponse(ctx, gogpt.CreateResponseRequest{Model: "gpt-4o", Instructions: "Be kind.", Input: "Hi", MaxOutputTokens: 90})
	claude := anthropic.NewClient()
	claude.Beta.Messages.NewToolRunner(nil, anthropic.BetaToolRunnerParams{
		BetaMessageNewParams: anthropic.BetaMessageNewParams{Model: "claude-haiku-4-5", MaxTokens: 700},
		MaxIterations:        4,
	})
}
