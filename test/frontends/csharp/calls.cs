using System;
using System.Collections.Generic;
using Anthropic;
using Anthropic.Models.Messages;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Twilio.Rest.Api.V2010.Account;

namespace Acme.Bots;

public class Bots(IChatClient injected, IChatCompletionService sk)
{
    private const string System = @"You are ""terse"".";
    private readonly ChatClient _client = new(model: "gpt-4o-mini", apiKey: Environment.GetEnvironmentVariable("K"));

    public async Task<string> Ask(string question)
    {
        var messages = new List<ChatMessage>
        {
            new SystemChatMessage(System),
            new UserChatMessage($"Hi 😀 {question,5:F2} {{x}}"),
        };
        messages.Add(new UserChatMessage("""
            raw "text"
              indented
            """));
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 100 };
        ChatCompletion completion = await _client.CompleteChatAsync(messages, options);
        await foreach (var update in _client.CompleteChatStreamingAsync([new UserChatMessage(question)]))
        {
            Console.Write(update);
        }
        return completion.Content[0].Text;
    }

    public async Task Others(string question)
    {
        var azure = new AzureOpenAIClient(new Uri("https://x.openai.azure.com"), key);
        var deployed = azure.GetChatClient("my-deployment");
        await deployed.CompleteChatAsync(question);
        var local = new ChatClient("llama", key, new OpenAIClientOptions { Endpoint = new Uri("http://localhost:8080/v1") });
        await local.CompleteChatAsync("x");
        ResponsesClient responses = new(apiKey: key);
        await responses.CreateResponseAsync("gpt-5-mini", "Hello");
        AnthropicClient claude = new();
        var parameters = new MessageCreateParams
        {
            Model = Model.ClaudeHaiku4_5,
            MaxTokens = 1024,
            System = "Sys",
            Messages = [new() { Role = Role.User, Content = $"Today is {DateTime.Now:yyyy-MM-dd}" }],
        };
        await claude.Messages.Create(parameters);
        await injected.GetResponseAsync(question, new ChatOptions { ModelId = "gpt-4o", MaxOutputTokens = 7 });
        var history = new ChatHistory("You are a kernel.");
        history.AddUserMessage(question);
        await sk.GetChatMessageContentAsync(history);
        var service = kernel.GetRequiredService<IChatCompletionService>();
        await service.GetChatMessageContentAsync("hi");
        MessageResource.Create(body: "x", from: a, to: b);
        other.CompleteChatAsync("not a model");
    }
}
