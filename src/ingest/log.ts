/** Where ingest tells what a person who looks for a fault wants to know. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
