<?php

namespace App;

use OpenAI\Client;

class Llm
{
    public function __construct(private Client $client)
    {
    }

    public function ask(string $prompt, int $limit = 100): string
    {
        $answer = $this->client->chat()->create([
            'model' => 'gpt-4o-mini',
            'messages' => [
                ['role' => 'system', 'content' => 'You are terse.'],
                ['role' => 'user', 'content' => $prompt],
            ],
            'max_tokens' => $limit,
        ]);
        return $answer->choices[0]->message->content;
    }
}
