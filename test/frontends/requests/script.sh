#!/usr/bin/env bash
# Bodies in every kind of quotes.
MODEL="${MODEL:-gpt-4o-mini}"
for i in {1..5}; do
  RESPONSE=$(curl -s https://api.openai.com/v1/chat/completions \
    -H "Authorization: Bearer $OPENAI_API_KEY" \
    -H 'Content-Type: application/json' \
    -d "{
      \"model\": \"$MODEL\",
      \"messages\": [{\"role\": \"user\", \"content\": \"It is $(date). Say \\\"hi\\\" to $1, $(whoami)\"}]
    }" | jq -r .choices)
done

curl -sX POST "https://api.anthropic.com/v1/messages" --json @- <<EOS
{"model": "claude-haiku-4-5", "max_tokens": 100, "messages": [{"role": "user", "content": "Hello $USER on $(date +%F) \$5"}]}
EOS

BODY='{"model": "gpt-4o", "messages": [{"role": "user", "content": "it'"'"'s"}]}'
curl https://openrouter.ai/api/v1/chat/completions -d "$BODY" # pennylint: ignore

cat <<'X' | curl "https://us-east1-aiplatform.googleapis.com/v1/projects/${P}/locations/us/publishers/google/models/${GM:-gemini-2.5-pro}:generateContent" -d @-
{"contents": [{"role": "user", "parts": [{"text": "costs $5"}]}]}
X

while true; do
  curl -d $'{"model": "gpt-4o", "input": "a\\nb \u0041"}' https://api.openai.com/v1/responses
done

ask() {
  local prompt="Summarise: $1"
  curl --url https://api.groq.com/openai/v1/chat/completions -XPOST -d'{"model": "llama-3.3-70b-versatile", "messages": [{"role": "user", "content": "'"$prompt"'"}]}'
}

curl https://api.openai.com/v1/chat/completions -d "$(cat <<JSON
{"model": "gpt-4o", "max_tokens": ${LIMIT:-50}, "messages": [{"role": "user", "content": "$(cat notes.txt)"}]}
JSON
)"

echo '{"model": "gpt-4o", "messages": []}' | curl -d @- https://api.openai.com/v1/chat/completions
curl https://api.openai.com/v1/chat/completions -d @body.json
curl https://api.openai.com/v1/models -H "Authorization: Bearer $OPENAI_API_KEY"
curl -X POST https://example.com/v1/chat/completions -d '{"name": "x"}'
echo curl https://api.openai.com/v1/chat/completions
