package shop

import ai.koog.agents.ext.agent.simpleSingleRunAgent
import ai.koog.prompt.executor.clients.openai.OpenAIModels
import ai.koog.prompt.executor.llms.all.simpleOpenAIExecutor
import com.google.ai.client.generativeai.GenerativeModel

fun agent() = simpleSingleRunAgent(
    executor = simpleOpenAIExecutor("key"),
    systemPrompt = "You sell hats.",
    llmModel = OpenAIModels.Chat.GPT4o,
    maxIterations = 6,
)

class Describer(key: String) {
    private val model = GenerativeModel(modelName = "gemini-1.5-flash", apiKey = key)

    suspend fun describe(text: String) = model.generateContent("Describe: $text")
}
