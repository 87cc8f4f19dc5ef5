package llm

import "context"

// Ask sends one question.
func (c *Client) Ask(ctx context.Context, question string) (string, error) {
	return complete(ctx, c, question, 200)
}
