package agents
import "github.com/cloudwego/eino/components/model"
type Agent struct {
	model model.ToolCallingChatModel
}
