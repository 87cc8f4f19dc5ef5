require "langchain"
require "ruby_llm"

llm = Langchain::LLM::OpenAI.new(api_key: "key", default_options: { chat_model: "gpt-4o-mini" })
assistant = Langchain::Assistant.new(llm: llm, instructions: "You sell belts.")

RubyLLM.chat(model: "gpt-4o").with_max_output_tokens(150).ask("Which belt?")
