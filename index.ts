import "./pack/late-optimising";
import "./pack/late-modules";
import { startPack } from "./pack/start";

startPack();
