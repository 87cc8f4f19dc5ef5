namespace Acme.Bots;

public class Llm
{
    private readonly ChatClient _client = new("gpt-4o-mini", "key");

    public async Task<string> AskAsync(string prompt, int limit = 100)
    {
        List<ChatMessage> messages = [new SystemChatMessage("You are terse."), new UserChatMessage(prompt)];
        ChatCompletion answer = await _client.CompleteChatAsync(messages, new ChatCompletionOptions { MaxOutputTokenCount = limit });
        return answer.Content[0].Text;
    }
}
