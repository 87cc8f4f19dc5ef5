package com.acme.bots;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.*;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.twilio.rest.api.v2010.account.Message;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.LocalDate;
import java.util.*;
import org.springframework.ai.chat.client.ChatClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.*;

@Service
public class Bots {
  private static final String SYSTEM = """
      You are a terse assistant.
        Keep the indentation.
      """;
  private static final int LIMIT = 2 * 256;
  private final OpenAIClient openai;
  private final ChatClient chat;
  private final AnthropicClient claude = AnthropicOkHttpClient.builder().apiKey("k").build();

  public Bots(ChatClient.Builder builder) {
    this.openai = OpenAIOkHttpClient.builder().apiKey("k").baseUrl("https://api.deepseek.com").build();
    this.chat = builder.defaultSystem("Answer in one line.").build();
  }

  String ask(String question) {
    var params = ChatCompletionCreateParams.builder()
        .model("deepseek-chat")
        .addSystemMessage(SYSTEM + "Today is " + LocalDate.now())
        .addUserMessage(String.format("Question: %s", question))
        .maxCompletionTokens(LIMIT)
        .build();
    return openai.chat().completions().create(params).choices().get(0).message().content().get();
  }

  String askClaude(String question) {
    MessageCreateParams params = MessageCreateParams.builder()
        .model(Model.CLAUDE_HAIKU_4_5)
        .maxTokens(1024L)
        .system("Sys")
        .addUserMessage("Hi 😀 %s".formatted(question))
        .addAssistantMessage("Hello")
        .build();
    claude.messages().createStreaming(params);
    for (String q : List.of("a", "b", "c")) {
      claude.messages().create(MessageCreateParams.builder().model("claude-haiku-4-5").maxTokens(5).addUserMessage(q).build());
    }
    return chat.prompt().system("More.").user("Tell me about " + question).call().content();
  }

  void others(BedrockRuntimeClient bedrock) {
    ChatModel model = OpenAiChatModel.builder().apiKey(System.getenv("K")).modelName("gpt-4o-mini").maxTokens(99).build();
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from("S"));
    messages.add(UserMessage.from("U"));
    model.chat(messages);
    model.chat("plain");
    openai.responses().create(ResponseCreateParams.builder().model("gpt-4o").input("in").instructions("inst").maxOutputTokens(7).build());
    bedrock.converse(ConverseRequest.builder()
        .modelId("anthropic.claude-3-haiku-20240307-v1:0")
        .system(SystemContentBlock.fromText("sys"))
        .messages(software(ConversationRole.USER))
        .inferenceConfig(InferenceConfiguration.builder().maxTokens(64).build())
        .build());
    Message.creator(to, from, "body").create();
    local.messages().create("not a model");
  }
}
