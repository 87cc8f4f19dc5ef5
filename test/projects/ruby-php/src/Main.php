<?php

namespace App;

use Twilio\Rest\Client as Twilio;

$llm = new Llm(\OpenAI::client('key'));
$llm->ask('Name three rivers.', 50);
(new Twilio('a', 'b'))->messages->create('to', ['body' => 'not a model']);
(new Local())->chat()->create(['model' => 'not a model']);
