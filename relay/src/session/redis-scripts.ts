/**
 * What Redis does in one step for ./redis-session-log.ts. A session is a hash (token, holder, until, connected, state,
 * first, last) and a list of its events, both in one slot of a cluster. Tokens are microseconds of Redis' clock, and
 * above the one before: they grow even when Redis has lost everything.
 */

/** KEYS hash, list; ARGV session, token or "", relay, kept ms, "1" unless connected elsewhere, channel. */
export const TAKE = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local known = redis.call('HMGET', KEYS[1], 'token', 'holder', 'connected', 'until')
local before = tonumber(known[1]) or 0
if ARGV[2] ~= '' and before == tonumber(ARGV[2]) then return {'holder', known[1]} end
if ARGV[5] == '1' and known[3] == '1' and known[2] ~= ARGV[3] and (tonumber(known[4]) or 0) > now then
  return {'elsewhere'}
end
local token = tonumber(time[1]) * 1000000 + tonumber(time[2])
if token <= before then token = before + 1 end
token = string.format('%.0f', token)
redis.call('HSET', KEYS[1], 'token', token, 'holder', ARGV[3], 'connected', '1')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[6], ARGV[1] .. ' ' .. token .. ' ' .. ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'state', 'first', 'last')
if not kept[1] then return {'first', token} end
return {'heir', token, kept[1], kept[2], kept[3], redis.call('LRANGE', KEYS[2], 0, -1)}
`;

const FENCE = `
local known = redis.call('HMGET', KEYS[1], 'token', 'first', 'last')
local before = tonumber(known[1])
local mine = tonumber(ARGV[1])
if before and before > mine then return 'taken' end
`;
/** ARGV from here on: kept ms, connected ms, connected, first, last, state, then the events. */
const WRITE = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'until', string.format('%.0f', now + tonumber(ARGV[3])),
  'connected', ARGV[4], 'first', ARGV[5], 'last', ARGV[6], 'state', ARGV[7])
for index = 8, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[index]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 'kept'
`;

/** KEYS hash, list; ARGV token, kept ms, connected ms, connected, first, last, state, events… */
export const APPEND = `${FENCE}
if not before or before < mine then return 'gone' end
local first = tonumber(known[2])
local last = tonumber(known[3])
if not last or last ~= tonumber(ARGV[6]) - (#ARGV - 7) then return 'gone' end
if redis.call('LLEN', KEYS[2]) ~= last - first + 1 then return 'gone' end
for index = first + 1, math.min(tonumber(ARGV[5]), last + 1) do redis.call('LPOP', KEYS[2]) end
${WRITE}`;

/** KEYS hash, list; ARGV as of APPEND. */
export const REPLACE = `${FENCE}
redis.call('DEL', KEYS[2])
${WRITE}`;

/** KEYS hash, list; ARGV token, kept ms, connected ms, connected. */
export const RENEW = `${FENCE}
if before ~= mine then return 'gone' end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + tonumber(ARGV[3])), 'connected', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 'kept'
`;

/** KEYS hash, list; ARGV token. */
export const DROP = `${FENCE}
redis.call('DEL', KEYS[1], KEYS[2])
return 'kept'
`;
