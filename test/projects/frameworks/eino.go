package agents

import (
	"context"
	"os"

	"github.com/cloudwego/eino-ext/components/model/claude"
	"github.com/cloudwego/eino-ext/components/model/openai"
	"github.com/cloudwego/eino/adk"
	"github.com/cloudwego/eino/flow/agent/react"
	"github.com/cloudwego/eino/schema"
)

func newModel(ctx context.Context) *openai.ChatModel {
	limit := 512
	cm, _ := openai.NewChatModel(ctx, &openai.ChatModelConfig{Model: "gpt-4o-mini", MaxCompletionTokens: &limit, APIKey: os.Getenv("KEY")})
	return cm
}

func Booking(ctx context.Context) {
	adk.NewChatModelAgent(ctx, &adk.ChatModelAgentConfig{
		Name:          "booking",
		Instruction:   "You book rooms.",
		Model:         newModel(ctx),
		MaxIterations: 8,
	})
}

func Ask(ctx context.Context) {
	cm, _ := claude.NewChatModel(ctx, &claude.Config{Model: "claude-haiku-4-5", MaxTokens: 300})
	cm.Generate(ctx, []*schema.Message{schema.SystemMessage("You are brief."), schema.UserMessage("Hello?")})
}

func React(ctx context.Context) {
	react.NewAgent(ctx, &react.AgentConfig{ToolCallingModel: newModel(ctx), MaxStep: 12})
}
