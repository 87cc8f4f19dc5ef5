<?php

use function Laravel\Ai\agent;
use LLPhant\Chat\OpenAIChat;
use LLPhant\OpenAIConfig;
use NeuronAI\Providers\XAI\Grok;

$answer = agent(instructions: 'You sell ties.')->prompt('Which tie?', model: 'gpt-4o');

$gemini = Gemini::client('key');
$gemini->generativeModel(model: 'gemini-2.0-flash')->generateContent('Which colour?');

$config = new OpenAIConfig(model: 'gpt-4o-mini');
(new OpenAIChat($config))->generateTextOrReturnFunctionToCall('Which shirt?');

$provider = new Grok(key: 'key', model: 'grok-4');
