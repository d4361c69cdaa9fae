import { startPack } from "./pack/start";

startPack();
