package maps

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
)

type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type Request struct {
	Model     string    `json:"model"`
	Messages  []Message `json:"messages"`
	MaxTokens int       `json:"max_tokens,omitempty"`
}

func Ask(ctx context.Context, question string) (*http.Response, error) {
	body := Request{Model: "gpt-4o", Messages: []Message{{Role: "system", Content: "You read maps."}, {Role: "user", Content: question}}, MaxTokens: 50}
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, "POST", "https://api.openai.com/v1/chat/completions", bytes.NewBuffer(data))
	if err != nil {
		return nil, err
	}
	client := &http.Client{}
	return client.Do(request)
}

func Named(question string) (*http.Response, error) {
	body := map[string]interface{}{
		"model":      "gpt-4o-mini",
		"max_tokens": 50,
		"messages": []map[string]string{
			{"role": "system", "content": "You name places."},
			{"role": "user", "content": question},
		},
	}
	data, _ := json.Marshal(body)
	return http.Post("https://api.openai.com/v1/chat/completions", "application/json", bytes.NewReader(data))
}

func Fetched() (*http.Request, error) {
	return http.NewRequest("GET", "https://api.openai.com/v1/models", nil)
}

func Rivers(ctx context.Context) (*http.Response, error) {
	return Ask(ctx, "Which rivers are on the map?")
}
