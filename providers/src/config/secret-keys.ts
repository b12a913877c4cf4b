/** Whether a key of providers.yaml holds a secret: `api_key`, `token`; not `max_tokens` or `llm_first_token`. */
export const isSecretKey = (key: unknown): boolean =>
  typeof key === "string" &&
  /^(token|authorization)$|(^|[_-])(api_?key|key|(access|api|auth)_token|secret|password)$/i.test(key);

/** Whether a variable is called like a secret: `LLM_API_KEY`, `HF_TOKEN`, `OPENAI_KEY`. */
export const isSecretName = (name: unknown): boolean =>
  typeof name === "string" && /(^|_)((API)?_?KEY|TOKEN|SECRET|PASSWORD|PASSWD)$/i.test(name);
