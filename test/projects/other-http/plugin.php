<?php
/* A plugin of WordPress. */
function letter_answer($letter) {
    $body = array('model' => 'gpt-4o-mini', 'messages' => array(array('role' => 'user', 'content' => $letter)), 'max_tokens' => 150);
    $answer = wp_remote_post('https://api.openai.com/v1/chat/completions', array('headers' => array('Authorization' => 'Bearer ' . get_option('key')), 'body' => wp_json_encode($body), 'timeout' => 30));
    return json_decode(wp_remote_retrieve_body($answer), true);
}
