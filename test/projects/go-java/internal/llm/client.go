package llm

import (
	"context"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

const system = "You are a careful assistant."

// Client asks a model. Its methods stand in another file of the package.
type Client struct {
	api   openai.Client
	model string
}

func New(url string) *Client {
	return &Client{api: openai.NewClient(option.WithBaseURL("https://openrouter.ai/api/v1")), model: openai.ChatModelGPT4oMini}
}

func complete(ctx context.Context, c *Client, prompt string, limit int64) (string, error) {
	res, err := c.api.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{
		Model:               c.model,
		Messages:            []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(system), openai.UserMessage(prompt)},
		MaxCompletionTokens: openai.Int(limit),
	})
	if err != nil {
		return "", err
	}
	return res.Choices[0].Message.Content, nil
}
