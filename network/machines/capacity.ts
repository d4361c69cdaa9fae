export { capacityOf } from "../aws/machines/capacities";
