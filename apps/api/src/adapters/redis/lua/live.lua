-- Changes one live turn (counter-model.ts: adjust, giveBack, assertHold).
-- ARGV[2] = [operation, turnId, …]
if not epoch then return 0 end

local q = cjson.decode(ARGV[2])
local operation, turnId = q[1], q[2]
local turnField = 't' .. turnId
local user, values = openUser(KEYS[3], turnField, 'c')
local turn = values[2] and decodeTurn(values[2])

local function replaceTurn(change)
  countTurn(user, turn, -1)
  change()
  putTurn(user, turnField, turn)
  saveUser(user)
end

if operation == 'adjust' then
  local tokens = q[3]
  if turn and tokens < turn[1] then
    replaceTurn(function() turn[1] = tokens end)
  end
elseif operation == 'giveBack' then
  if not turn then return 0 end
  local others, found = {}, false
  for _, attempt in ipairs(turn[5]) do
    if attempt == '=' .. q[3] then
      found = true
    else
      others[#others + 1] = attempt
    end
  end
  if not found then return 0 end
  if #others > 0 then
    replaceTurn(function() turn[5] = others end)
    return 0
  end
  removeTurn(user, turnField, turn)
  saveUser(user)
  openProviders()
  dropHolds(holdsField(turnField, KEYS[3]))
  saveProviders()
else
  local scopes, tokens, holdExpiresAt, slotExpiresAt, amounts = q[3], q[4], q[5], q[6], q[7]
  if isClosed(values[3], turnId) then return 0 end
  if turn then
    replaceTurn(function()
      turn[1], turn[2], turn[3] = tokens, max(turn[2], holdExpiresAt), max(turn[3], slotExpiresAt)
      addAttempt(turn, confirmed)
    end)
    holdExpiresAt = turn[2]
  else
    putTurn(user, turnField, { tokens, holdExpiresAt, slotExpiresAt, scopes, { confirmed } })
    saveUser(user)
  end
  if #amounts > 0 then
    openProviders()
    keepHolds(holdsField(turnField, KEYS[3]), { holdExpiresAt, unpack(amounts) })
    saveProviders()
  end
end
return 0
