require 'faraday'
require 'httparty'

class Notes
  URL = 'https://api.openai.com/v1/chat/completions'

  def ask(question)
    HTTParty.post(
      URL,
      headers: { 'Authorization' => "Bearer #{ENV['KEY']}" },
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: question }] }.to_json
    )
  end

  def short(text)
    Faraday.post(URL, { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: text }] }.to_json, 'Content-Type' => 'application/json')
  end

  def titles(text)
    ask('Find a title for each note.')
  end
end
