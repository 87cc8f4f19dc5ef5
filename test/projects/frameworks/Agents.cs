using Azure.AI.Inference;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

class Agents
{
    void Run(string key)
    {
        var agent = new OpenAIClient(key).GetChatClient("gpt-4o-mini").AsAIAgent(new ChatClientAgentOptions
        {
            Name = "Seller",
            ChatOptions = new ChatOptions { Instructions = "You sell gloves.", MaxOutputTokens = 200 },
        });
        var other = new ChatClientAgent(new OpenAIClient(key).GetChatClient("gpt-4o").AsIChatClient(), "You sell scarves.");
        var third = new OpenAIClient(key).GetResponsesClient().AsAIAgent("gpt-4.1", "You sell socks.");
        var vectors = new EmbeddingClient("text-embedding-3-small", key).GenerateEmbedding("socks");
    }
}
