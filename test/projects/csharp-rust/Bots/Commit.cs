using Azure.AI.Inference;
using OpenAI.Chat;

public class Commit
{
    const string Rules = "You write one line about a change.";

    public string OneByOne(string change)
    {
        var client = new ChatClient("gpt-5-mini", "key");
        var answer = client.CompleteChat(new SystemChatMessage(Rules), new UserChatMessage(change));
        return answer.Value.Content[0].Text;
    }

    public string Single(string change)
    {
        var client = new ChatClient("gpt-5-mini", "key");
        return client.CompleteChat(new UserChatMessage($"Sum up: {change}")).Value.Content[0].Text;
    }

    public string OfAnyMaker(string change)
    {
        var client = new ChatCompletionsClient(new Uri("https://models.inference.ai.azure.com"), new AzureKeyCredential("key"));
        var options = new ChatCompletionsOptions
        {
            Messages = { new ChatRequestSystemMessage(Rules), new ChatRequestUserMessage(change) },
            MaxTokens = 200,
            Model = "Meta-Llama-3.1-405B-Instruct",
        };
        return client.Complete(options).Value.Content;
    }
}
