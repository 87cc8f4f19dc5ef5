package com.acme.bots

import com.aallam.openai.api.chat.ChatCompletionRequest
import com.aallam.openai.api.chat.ChatMessage
import com.aallam.openai.api.chat.ChatRole
import com.aallam.openai.api.model.ModelId
import com.aallam.openai.client.OpenAI

class Llm(private val client: OpenAI) {
  suspend fun ask(prompt: String, model: String = "gpt-4o-mini") = client.chatCompletion(
    ChatCompletionRequest(
      model = ModelId(model),
      messages = listOf(ChatMessage(ChatRole.System, "You are terse."), ChatMessage(ChatRole.User, prompt)),
      maxTokens = 60
    )
  )
}
