import axios from 'axios';
const res = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: {}, body: JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'hi' }] }) });
const payload = { model: 'gpt-4', messages: [], stream: true };
const opts = { method: 'POST', body: JSON.stringify(payload) };
await fetch('https://api.openai.com/v1/chat/completions', opts);
await axios.post('https://openrouter.ai/api/v1/chat/completions', payload, { headers: {} });
await axios({ method: 'post', url: 'https://api.openai.com/v1/completions', data: { model: 'x', prompt: 'y' } });
await fetch('/api/chat/completions', { method: 'POST', body: JSON.stringify(payload) });
await fetch(`https://generativelanguage.googleapis.com/v1beta/models/${process.env.M ?? 'gemini-pro'}:generateContent?key=${k}`, { method: 'POST', body: JSON.stringify({ contents: [{ parts: [{ text: 'hi' }] }] }) });
