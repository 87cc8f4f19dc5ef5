package com.acme.bots

import com.aallam.openai.client.OpenAI

suspend fun main() {
  val llm = Llm(OpenAI(token = "key"))
  llm.ask("Name three rivers.")
  llm.ask("Name three lakes.", model = "gpt-4o")
  Local().chatCompletion("not a model")
}
