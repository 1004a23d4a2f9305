/** How far an item is. */
export type ResponseItemStatus = 'in_progress' | 'completed' | 'incomplete'
