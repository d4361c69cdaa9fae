import "./pack/v8-settings";
import "./pack/late-modules";
import { startPack } from "./pack/start";

startPack();
