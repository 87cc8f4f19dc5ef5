package com.acme.llm;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Model;

public class Llm {
  public static final String SYSTEM = "You are terse.";
  private final AnthropicClient client = AnthropicOkHttpClient.fromEnv();

  public Message ask(String prompt, Model model) {
    return client.messages().create(
        MessageCreateParams.builder().model(model).maxTokens(256L).system(SYSTEM).addUserMessage(prompt).build());
  }
}
