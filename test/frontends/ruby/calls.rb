require "openai"
require "anthropic"
require "twilio-ruby"

module Acme
  SYSTEM = <<~TEXT
    You are terse.
      Keep the indentation.
  TEXT

  class Bot
    MODEL = "gpt-4o-mini".freeze

    def initialize(limit: 100)
      @limit = limit
      @client = OpenAI::Client.new(access_token: ENV.fetch("OPENAI_API_KEY"))
    end

    def ask(question)
      messages = [{ role: "system", content: SYSTEM }]
      messages << { role: "user", content: "Hi 😀 #{question}" }
      response = @client.chat(
        parameters: { model: MODEL, messages: messages, max_tokens: 50, temperature: 0.7 }
      )
      response.dig("choices", 0, "message", "content")
    end

    def claude(question)
      anthropic.messages.create(
        model: "claude-haiku-4-5",
        max_tokens: 1024,
        system: "Today is #{Time.now.strftime("%Y-%m-%d")}.",
        messages: [{ role: "user", content: question }]
      )
    end

    def official
      openai = OpenAI::Client.new(api_key: "k", base_url: "https://api.x.ai/v1")
      %w[a b c].each do |word|
        openai.chat.completions.create(model: "grok-4", messages: [{ role: :user, content: word }], max_completion_tokens: 5)
      end
      openai.responses.create(model: "gpt-5.2", input: "Say this", instructions: "Be short")
    end

    def llm
      chat = RubyLLM.chat(model: "gpt-4o")
      chat.with_instructions("Be kind").ask("Why?")
      RubyLLM.chat.ask "No model"
    end

    def others
      twilio = Twilio::REST::Client.new
      twilio.messages.create(from: "1", to: "2", body: "x")
      slack.chat(parameters: {})
    end

    private

    def anthropic
      @anthropic ||= Anthropic::Client.new(api_key: "k")
    end
  end
end
