<?php

namespace App\Services;

use GuzzleHttp\Client;
use Illuminate\Support\Facades\Http;

class Letters
{
    private string $key;
    private string $address;
    private Client $client;

    public function __construct(string $key)
    {
        $this->key = $key;
        $this->address = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent';
        $this->client = new Client(['base_uri' => 'https://api.openai.com/v1/']);
    }

    /** The model stands in the address. */
    public function translated(string $letter)
    {
        return Http::withHeaders(['X-goog-api-key' => $this->key])->timeout(120)->post($this->address, [
            'contents' => [['parts' => [['text' => $letter]]]],
            'generationConfig' => ['maxOutputTokens' => 800],
        ])->json();
    }

    public function ask(string $question)
    {
        return Http::withToken($this->key)->retry(3)->post('https://api.openai.com/v1/chat/completions', [
            'model' => 'gpt-4o-mini',
            'messages' => [['role' => 'system', 'content' => 'You answer letters.'], ['role' => 'user', 'content' => $question]],
            'max_tokens' => 300,
        ])->json();
    }

    /** Behind the address that the client was made with. */
    public function sorted(string $letter)
    {
        return $this->client->post('chat/completions', [
            'json' => ['model' => 'gpt-4o', 'messages' => [['role' => 'user', 'content' => $letter]]],
        ]);
    }

    public function checked(string $letter)
    {
        return $this->client->request('POST', 'https://api.anthropic.com/v1/messages', [
            'body' => json_encode(['model' => 'claude-sonnet-4-5', 'max_tokens' => 100, 'messages' => [['role' => 'user', 'content' => $letter]]]),
        ]);
    }

    public function summary(string $letter)
    {
        return $this->ask("Sum this letter up.");
    }

    public function stored(string $letter)
    {
        return Http::withToken($this->key)->post('https://letters.example.com/api/v1/letters', ['model' => 'letter', 'messages' => [$letter]]);
    }
}
