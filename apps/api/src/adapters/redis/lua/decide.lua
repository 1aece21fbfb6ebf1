-- Decides a batch of admissions of one project, one after the other (counter-decide.ts).
-- KEYS[3…]  the user of each question
-- ARGV[2]   the shapes of the questions, ARGV[3] the questions (both: question-shape.ts)
-- Answers { '' } without an epoch, or { epoch, doubles, … }: the doubles of all answers, one after the
-- other, then question, slot and minutes of each rolling window that denied or cut.
if not epoch then return { '' } end

local nothing = {}
local decidedCode, deniedCode, alreadyCode, takenCode, loadUserCode, loadProvidersCode = 0, 1, 2, 3, 4, 8
local stateFormat, entryFormat = '<I6I6BI6I6I4I4I8I4', '<I8I6I6'
local headFormat, slotAskFormat, checkAskFormat = '<HBddddHc0Hc0d', '<I4dd', '<I4d'
local shapesPacked, questions = ARGV[2], ARGV[3]

-- What questions of the same policy have in common, and what follows from it.
local function readShape(at)
  local shape, scopes, slots, checks, pairsCount, holdsCount = { pairs = {}, holds = {} }, nil, 0, 0, nil, nil
  shape.turnScopes, scopes, at = numbers('<BB', shapesPacked, at)
  for i = 1, scopes do
    local name, count, header
    name, count, header, at = numbers('<Hc0BHc0', shapesPacked, at)
    local rolling = {}
    -- Codes are in order, but those that roll may be anywhere.
    if string.find(header, 'r', 1, true) then
      local w = 0
      for window in string.gmatch(header, '[^|]+') do
        w = w + 1
        rolling[w] = isRolling(window) and window
      end
    end
    shape[i] = { name = name, count = count, header = header, rolling = rolling, first = slots }
    slots = slots + count
  end
  shape.slots = slots
  pairsCount, at = numbers('<B', shapesPacked, at)
  for i = 1, pairsCount do
    local pair, count = {}, nil
    pair[1], count, at = numbers('<Hc0B', shapesPacked, at)
    for c = 1, count do pair[c + 1], at = numbers('<Hc0', shapesPacked, at) end
    shape.pairs[i], checks = pair, checks + count
  end
  holdsCount, at = numbers('<B', shapesPacked, at)
  for i = 1, holdsCount do shape.holds[i], at = numbers('<Hc0', shapesPacked, at) end
  local joined = shape[1].name
  if shape.turnScopes == 2 then
    joined = joined .. '\0' .. shape[2].name
  end
  if shape[2] then shape.sumsField, shape.usageField = 'h' .. shape[2].name, 'w' .. shape[2].name end
  shape.turnSuffix = bytes('<Hc0', #joined, joined) .. '='
  shape.checksAt = 20 * slots
  shape.holdsAt = shape.checksAt + 12 * checks
  shape.size = shape.holdsAt + 8 * holdsCount
  shape.asksProviders = checks + holdsCount > 0
  return shape, at
end

-- The numbers of all answers; the minutes behind them.
local answers, minutesOf = {}, {}

-- A scope's usage in the shape's order. A window that is not stored starts after every other.
local function arrangeUsage(scope, usage)
  local slots, parts = decodeUsage(usage), {}
  for window in string.gmatch(scope.header, '[^|]+') do
    local slot = slots[window] or { noMinute, noMinute, 0, 0 }
    parts[#parts + 1] = bytes(slotFormat, slot[1], slot[2], slot[3], slot[4])
  end
  return table.concat(parts)
end

-- What a decision found so far.
local denied, cut, bound

-- What the minutes before `start` take from a rolling window.
local function before(key, scope, window, start)
  local minutes, requests, tokens = call('HGET', key, 'r' .. window .. '|' .. scope.name), 0, 0
  for at = 1, #minutes, 24 do
    local minute, minuteRequests, minuteTokens = numbers('<ddd', minutes, at)
    if minute >= start then break end
    requests, tokens = requests + minuteRequests, tokens + minuteTokens
  end
  return requests, tokens
end

-- Checks a scope's windows, asked for at `position`. What was used in each goes into the answers
-- behind `n`; answers where they end, or nothing when something is not known here.
local function checkScope(key, scope, usage, position, n, heldRequests, heldTokens, estimate)
  if not usage then return end
  local header, at = numbers('<Hc0', usage)
  if header ~= scope.header then
    usage, at = arrangeUsage(scope, usage), 1
  end
  local rolling = scope.rolling
  for i = 1, scope.count do
    local since, edge, requests, tokens, start, requestsMax, tokensMax
    since, edge, requests, tokens, at = numbers(slotFormat, usage, at)
    start, requestsMax, tokensMax, position = numbers(slotAskFormat, questions, position)
    if rolling[i] then
      if start < since then return end
      if edge < start then
        local requestsBefore, tokensBefore = before(key, scope, rolling[i], start)
        requests, tokens = requests - requestsBefore, tokens - tokensBefore
      end
    elseif start ~= since then
      if start < since or edge >= start then return end
      requests, tokens = 0, 0
    end
    answers[n + 1], answers[n + 2] = requests, tokens
    n = n + 2
    local denies, rest = requests + heldRequests >= requestsMax, tokensMax - tokens - heldTokens
    if denies then denied = true end
    if rest < cut then cut = rest end
    if rolling[i] and (denies or rest < estimate) then
      bound = bound or {}
      bound[#bound + 1] = scope.first + i
    end
  end
  return n
end

-- Counts all live turns at an instant. Also answers the fields of those that are over.
local function walk(key, meta, now)
  local counted, over = newUser(key, meta), {}
  counted.swept, counted.next, counted.sums = now, math.huge, { ['*'] = { 0, 0, 0 } }
  local fields = call('HGETALL', key)
  for i = 1, #fields, 2 do
    local scope = string.match(fields[i], '^h(.*)')
    if scope then counted.sums[scope] = { 0, 0, 0, changed = true } end
  end
  for i = 1, #fields, 2 do
    if string.byte(fields[i]) == 116 then
      local turn = decodeTurn(fields[i + 1])
      if turn[2] <= now and turn[3] <= now then
        over[#over + 1] = fields[i]
      else
        countTurn(counted, turn, 1)
        expectExpiries(counted, turn)
      end
    end
  end
  return counted, over
end

-- What expired holds take from each pair at an instant; with `drop` they are dropped for good.
local function expiredHeld(now, drop)
  if now < providers.next then return nothing end
  saveProviders()
  local expired = {}
  for _, field in ipairs(call('ZRANGEBYSCORE', expiries, '-inf', now)) do
    local holds = holdsOf(field)
    for i = 2, #holds, 2 do
      expired[holds[i]] = (expired[holds[i]] or 0) + holds[i + 1]
    end
    if drop then dropHolds(field) end
  end
  if not drop then return expired end
  saveProviders()
  local first = call('ZRANGE', expiries, 0, 0, 'WITHSCORES')
  if next(expired) ~= nil then providers.swept = now end
  providers.next, providers.touched = first[2] and tonumber(first[2]) or math.huge, true
  return expired
end

local function spentIn(pair, window, start)
  local slot = pair.spent[window]
  if not slot then
    local since = windowsKnown()[window]
    return since and start >= since and 0 or nil
  end
  if slot[1] == start then return slot[3] end
  return start > slot[1] and slot[2] < start and 0 or nil
end

-- Whether an attempt that may still be given back asks for something else.
local function asksElse(turn, attempt)
  for _, other in ipairs(turn[5]) do
    if other ~= confirmed then return string.match(other, '^=([^:]*):') ~= string.match(attempt, '^([^:]*):') end
  end
  return false
end

-- Another attempt at a turn that is live: its expiries are renewed, nothing else changes.
local function join(key, meta, turnField, turn, attempt, holdExpiresAt, slotExpiresAt)
  local user = newUser(key, meta)
  countTurn(user, turn, -1)
  turn[2], turn[3] = max(turn[2], holdExpiresAt), max(turn[3], slotExpiresAt)
  addAttempt(turn, attempt)
  putTurn(user, turnField, turn)
  saveUser(user)
end

-- Holds after something expired, in place of a dead turn, or for a new user.
local function holdWithCare(user, over, shape, turnField, turn, dead, now)
  if over then
    user.gone = over
  elseif dead then
    removeTurn(user, turnField, dead)
  end
  user.hour, turn[4] = floor(now / hourMs), {}
  for i = 1, shape.turnScopes do turn[4][i] = shape[i].name end
  putTurn(user, turnField, turn)
  saveUser(user)
end

-- Adds question, slot and minutes of each rolling window that denied or cut.
local function addMinutes(index, key, shape)
  for _, slot in ipairs(bound) do
    local scope = shape[2] and slot > shape[2].first and shape[2] or shape[1]
    local field = 'r' .. scope.rolling[slot - scope.first] .. '|' .. scope.name
    local n = #minutesOf
    minutesOf[n + 1], minutesOf[n + 2], minutesOf[n + 3] = index, slot, call('HGET', key, field) or ''
  end
end

-- What each pair holds and spent goes into the answers behind `n`. Answers where they end, or
-- nothing when something is not known here.
local function checkProviders(shape, position, now, n)
  local expired = expiredHeld(max(now, providers.swept), false)
  for _, checks in ipairs(shape.pairs) do
    local pair = pairOf(checks[1])
    local held = pair.held - (expired[checks[1]] or 0)
    n = n + 1
    answers[n] = held
    for i = 2, #checks do
      local start, limit
      start, limit, position = numbers(checkAskFormat, questions, position)
      local spent = spentIn(pair, checks[i], start)
      if not spent then return end
      n = n + 1
      answers[n] = spent
      if spent + held >= limit then denied = true end
    end
  end
  return n
end

local function holdProviders(key, turnField, shape, position, now, expiresAt, sweep)
  local holds = { expiresAt }
  for i, pairKey in ipairs(shape.holds) do
    holds[2 * i] = pairKey
    holds[2 * i + 1], position = numbers('<d', questions, position)
  end
  if sweep then expiredHeld(max(now, providers.swept), true) end
  keepHolds(holdsField(turnField, key), holds)
end

local none = { 0, 0, 0 }

-- Answers behind `start`. Says where the answer and where the question ends.
local function decideOne(index, start, shapes, position)
  local key = KEYS[index + 2]
  local which, apply, now, holdExpiresAt, slotExpiresAt, estimate, turnField, attempt, running1Max, running2Max
  which, apply, now, holdExpiresAt, slotExpiresAt, estimate, turnField, attempt, running1Max, position =
    numbers(headFormat, questions, position)
  local shape = shapes[which]
  local scope1, scope2, values = shape[1], shape[2], nil
  if scope2 then
    running2Max, position = numbers('<d', questions, position)
    values = call('HMGET', key, 'm', turnField, 'w*', shape.sumsField, shape.usageField)
  else
    running2Max, values = huge, call('HMGET', key, 'm', turnField, 'w*')
  end
  local ends = position + shape.size
  local meta, known, version, loaded, swept, earliest, hour = values[1], false, 0, 0, 0, 0, 0
  local requests1, tokens1, running1, requests2, tokens2, running2 = 0, 0, 0, 0, 0, 0
  if meta then
    local ofEpoch
    ofEpoch, version, loaded, swept, earliest, hour, requests1, tokens1, running1 = numbers(stateFormat, meta)
    known = ofEpoch == epochNumber
  end
  if not known then
    values, version, loaded, swept, earliest = nothing, 0, 0, 0, 0
    requests1, tokens1, running1 = 0, 0, 0
  end
  if earliest == 0 then earliest = huge end

  local at, over, counted = now > swept and now or swept, nil, nil
  if at >= earliest then
    counted, over = walk(key, meta, at)
    local sums1, sums2 = counted.sums['*'], scope2 and counted.sums[scope2.name] or none
    requests1, tokens1, running1 = sums1[1], sums1[2], sums1[3]
    requests2, tokens2, running2 = sums2[1], sums2[2], sums2[3]
  elseif values[4] then
    requests2, tokens2, running2 = numbers(sumsFormat, values[4])
  end

  denied, cut, bound = running1 >= running1Max or running2 >= running2Max, estimate, nil
  local n, missing = scope2 and start + 8 or start + 5, 0
  if shape.slots > 0 or running1Max < huge or running2Max < huge then
    local usersEnd = loaded == 1 and n
    if usersEnd and scope1.count > 0 then
      usersEnd = checkScope(key, scope1, values[3], position, n, requests1, tokens1, estimate)
    end
    if usersEnd and scope2 and scope2.count > 0 then
      usersEnd = checkScope(key, scope2, values[5], position + 20 * scope1.count, usersEnd, requests2, tokens2, estimate)
    end
    if usersEnd then n = usersEnd else missing = loadUserCode end
  end
  if shape.asksProviders then
    local providersEnd = providers.loaded and checkProviders(shape, position + shape.checksAt, now, n)
    if providersEnd then n = providersEnd else missing = missing + loadProvidersCode end
  end
  if missing > 0 then
    answers[start + 1] = missing
    return start + 1, ends
  end

  if cut < 0 then cut = 0 end
  local turn = values[2] and decodeTurn(values[2])
  local already = turn and (turn[2] > at or turn[3] > at)
  local taken = already and asksElse(turn, attempt)
  if taken and apply == 0 then already = false end
  local status, held = denied and deniedCode or decidedCode, cut
  if already then status, held, bound = taken and takenCode or alreadyCode, turn[1], nil end
  answers[start + 1], answers[start + 2] = status, held
  answers[start + 3], answers[start + 4], answers[start + 5] = requests1, tokens1, running1
  if scope2 then
    answers[start + 6], answers[start + 7], answers[start + 8] = requests2, tokens2, running2
  end
  if bound then addMinutes(index, key, shape) end
  if apply == 0 or status == deniedCode or status == takenCode then return n, ends end

  if already then
    join(key, meta, turnField, turn, '=' .. attempt, holdExpiresAt, slotExpiresAt)
    holdExpiresAt = turn[2]
  elseif over or turn or not known or holdExpiresAt <= swept or slotExpiresAt <= swept then
    local entry = { cut, holdExpiresAt, slotExpiresAt, nil, { '=' .. attempt } }
    holdWithCare(counted or newUser(key, meta), over, shape, turnField, entry, turn, at)
  else
    local entry = bytes(entryFormat, cut, holdExpiresAt, slotExpiresAt) .. shape.turnSuffix .. attempt
    local next, thisHour = min(earliest, holdExpiresAt, slotExpiresAt), floor(at / hourMs)
    local state = bytes(stateFormat, epochNumber, version, loaded, swept, next, thisHour, requests1 + 1, tokens1 + cut, running1 + 1)
    if shape.turnScopes == 2 then
      local sums2 = bytes(sumsFormat, requests2 + 1, tokens2 + cut, running2 + 1)
      call('HSET', key, 'm', state, turnField, entry, shape.sumsField, sums2)
    else
      call('HSET', key, 'm', state, turnField, entry)
    end
    if hour ~= thisHour then call('EXPIRE', key, userTtlSeconds) end
  end
  if #shape.holds > 0 then
    holdProviders(key, turnField, shape, position + shape.holdsAt, now, holdExpiresAt, not already)
  end
  return n, ends
end

-- Formats of so many doubles; a larger batch builds its own.
local doubles = '<dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'

local function packAnswers(n)
  if n < #doubles then return bytes(string.sub(doubles, 1, n + 1), unpack(answers, 1, n)) end
  local parts = {}
  for first = 1, n, argumentsMax do
    local last = min(first + argumentsMax - 1, n)
    parts[#parts + 1] = bytes('<' .. string.rep('d', last - first + 1), unpack(answers, first, last))
  end
  return table.concat(parts)
end

local shapes, position, asksProviders = {}, 1, false
while position <= #shapesPacked do
  local shape
  shape, position = readShape(position)
  shapes[#shapes + 1] = shape
  asksProviders = asksProviders or shape.asksProviders
end
if asksProviders then openProviders() end

local n = 0
position = 1
for i = 1, #KEYS - 2 do n, position = decideOne(i, n, shapes, position) end
saveProviders()
return { epoch, packAnswers(n), unpack(minutesOf) }
