require_relative "llm"
require "twilio-ruby"

llm = Acme::Llm.new(Anthropic::Client.new)
llm.ask("Name three rivers.")
llm.ask("Name three lakes.", model: "claude-opus-4-5")
twilio = Twilio::REST::Client.new("a", "b")
twilio.messages.create(from: "x", to: "y", body: "not a model")
Slack.client.chat(parameters: { model: "not a model" })
