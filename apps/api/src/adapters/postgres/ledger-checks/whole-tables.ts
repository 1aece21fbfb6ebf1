/**
 * For the rest of a transaction whose statements read whole tables once. A planner that believes them
 * small, as after a day of growth, would walk one table for each row of another.
 */
export const readWholeTables = `SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)`;
