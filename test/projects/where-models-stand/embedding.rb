require "ruby_llm"

# The model of embeddings is set in the configuration.
class Place
  def similar(text)
    RubyLLM.embed(text)
  end
end
