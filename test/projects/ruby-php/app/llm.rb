require "anthropic"

module Acme
  class Llm
    SYSTEM = "You are a careful assistant."

    def initialize(client)
      @client = client
    end

    def ask(prompt, model: "claude-haiku-4-5")
      @client.messages.create(model: model, max_tokens: 300, system: SYSTEM, messages: [{ role: "user", content: prompt }])
    end
  end
end
