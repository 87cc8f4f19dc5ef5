using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bills;

public class Reader(IConfiguration config, HttpClient shared)
{
    public async Task<string> Ask(string question)
    {
        var model = config["Reader:Model"] ?? "llama-3.3-70b-versatile";
        using var client = new HttpClient();
        var body = new
        {
            model,
            messages = new[] { new { role = "user", content = question } },
            max_tokens = 500
        };
        var response = await client.PostAsJsonAsync("https://api.groq.com/openai/v1/chat/completions", body);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<string> Totals(string bill)
    {
        var body = new { model = "gpt-4o", messages = new object[] { new { role = "system", content = "You add up bills." }, new { role = "user", content = bill } } };
        var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        var response = await shared.PostAsync("https://api.openai.com/v1/chat/completions", content);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<string> Checked(string bill)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://api.anthropic.com/v1/messages")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { model = "claude-sonnet-5-5", max_tokens = 200, messages = new[] { new { role = "user", content = bill } } }))
        };
        var response = await shared.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public Task<string> Dates(string bill) => Ask("Which dates are on the bill?");

    public async Task Store(string bill) => await shared.PostAsJsonAsync("https://bills.example.com/api/bills", new { model = "bill", messages = new[] { bill } });
}

public class ChatRequest
{
    public string Model { get; set; }
    public int MaxTokens { get; set; }
    public List<ChatMessage> Messages { get; set; }
}

public class ChatMessage
{
    public string Role { get; set; }
    public string Content { get; set; }
}

public class Typed
{
    private readonly HttpClient _http;

    public Typed(HttpClient http) { _http = http; }

    public async Task<string> Ask(string question)
    {
        var body = new ChatRequest
        {
            Model = "gpt-4o",
            MaxTokens = 77,
            Messages = new List<ChatMessage>
            {
                new ChatMessage { Role = "system", Content = "You read bills." },
                new ChatMessage { Role = "user", Content = question }
            }
        };
        var response = await _http.PostAsJsonAsync("https://api.openai.com/v1/chat/completions", body);
        return await response.Content.ReadAsStringAsync();
    }
}
