package main

import (
	"context"

	"example.com/acme/internal/llm"
	"github.com/twilio/twilio-go"
)

type chat struct{}

func (chat) New(ctx context.Context, text string) {}

func main() {
	client := llm.New("")
	client.Ask(context.Background(), "What is the capital of France?")
	twilio.NewRestClient().Messages.New(context.Background(), "not a model")
	var local struct{ Messages chat }
	local.Messages.New(context.Background(), "not a model")
}
