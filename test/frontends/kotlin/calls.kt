package com.acme

import com.aallam.openai.api.chat.ChatCompletionRequest
import com.aallam.openai.api.chat.ChatMessage
import com.aallam.openai.api.chat.ChatRole
import com.aallam.openai.api.model.ModelId
import com.aallam.openai.client.OpenAI
import com.anthropic.client.okhttp.AnthropicOkHttpClient
import com.anthropic.models.messages.MessageCreateParams
import com.anthropic.models.messages.Model
import com.openai.client.OpenAIClient
import com.openai.models.chat.completions.ChatCompletionCreateParams

const val SYSTEM = "You are terse."

class Bot(private val client: OpenAI, private val official: OpenAIClient, private val model: String = "gpt-4o-mini") {
  private val claude by lazy { AnthropicOkHttpClient.fromEnv() }

  suspend fun ask(question: String): String? {
    val request = ChatCompletionRequest(
      model = ModelId(model),
      messages = listOf(
        ChatMessage(role = ChatRole.System, content = SYSTEM),
        ChatMessage(role = ChatRole.User, content = "Hi 😀 $question, ${question.length}")
      ),
      maxTokens = 50
    )
    return client.chatCompletion(request).choices.first().message.content
  }

  fun askClaude(question: String) = claude.messages().create(
    MessageCreateParams.builder().model(Model.CLAUDE_HAIKU_4_5).maxTokens(512L).system("""
      Two
        lines
    """.trimIndent()).addUserMessage(question).build()
  )

  fun official(long: Boolean) {
    val limit = if (long) 1000 else 100
    official.chat().completions().create(
      ChatCompletionCreateParams.builder().model("gpt-4o").addUserMessage("x").maxCompletionTokens(limit.toLong()).build()
    )
    local.chatCompletion("not a model")
  }
}
