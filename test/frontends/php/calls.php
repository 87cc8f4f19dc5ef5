<?php

namespace App\Services;

use Anthropic\Client as Claude;
use OpenAI\Laravel\Facades\OpenAI;
use Prism\Prism\Enums\Provider;
use Prism\Prism\Prism;
use Twilio\Rest\Client as Twilio;

class Bot
{
    private const MODEL = 'gpt-4o-mini';

    private string $system = "You are terse.\n";

    public function __construct(private readonly Claude $claude, private Local $local)
    {
    }

    public function ask(string $question): string
    {
        $messages = [['role' => 'system', 'content' => $this->system]];
        $messages[] = ['role' => 'user', 'content' => "Hi 😀 {$question} at " . date('H:i')];
        $result = OpenAI::chat()->create([
            'model' => self::MODEL,
            'messages' => $messages,
            'max_tokens' => 50,
        ]);
        return $result->choices[0]->message->content;
    }

    public function others(string $q): void
    {
        $client = \OpenAI::client('key');
        foreach (['a', 'b'] as $word) {
            $client->chat()->create(['model' => 'gpt-4o', 'messages' => [['role' => 'user', 'content' => $word]]]);
        }
        $deepseek = \OpenAI::factory()->withApiKey('k')->withBaseUri('https://api.deepseek.com')->make();
        $deepseek->responses()->create(['model' => 'deepseek-chat', 'input' => <<<TEXT
            Say "$q"
              twice
            TEXT, 'max_output_tokens' => 7]);
        $this->claude->messages->create(maxTokens: 1024, messages: [['role' => 'user', 'content' => $q]], model: 'claude-haiku-4-5', system: 'Sys');
        Prism::text()
            ->using(Provider::Anthropic, 'claude-haiku-4-5')
            ->withSystemPrompt('Be short')
            ->withPrompt(sprintf('Tell me about %s', $q))
            ->withMaxTokens(99)
            ->asText();
        $twilio = new Twilio($sid, $token);
        $twilio->messages->create($to, ['from' => 'x', 'body' => 'y']);
        $this->local->chat()->create(['model' => 'not a model']);
    }
}
