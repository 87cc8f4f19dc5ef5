package agents
import (
	"context"
	"github.com/cloudwego/eino/schema"
)
func (a *Agent) Ask(ctx context.Context, q string) error {
	_, err := a.model.Generate(ctx, []*schema.Message{schema.SystemMessage("You are brief."), schema.UserMessage(q)})
	return err
}
