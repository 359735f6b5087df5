// The part of the contract that is measured, in mercurius' schema language. Ids are plain numbers here.
export const schema = `
  type Agency { code: String! name: String! }
  type Service { code: String! name: String! }
  type Tag { code: String! text: String! }
  type WorkOrder { number: String! state: String! dispatchedOn: String! }
  type Evaluation {
    id: Int!
    level: String!
    kind: String!
    entry: String!
    ratedOn: String!
    ratedAt: String
    text: String
    agency: Agency!
    service: Service
    tags: [Tag!]!
    workOrder: WorkOrder
  }
  type Rated { level: String! ratedOn: String! tags: [Tag!]! agency: Agency! service: Service }
  union EventData = Rated | WorkOrder
  type RatingEvent { id: String! position: String! kind: String! occurredOn: String! data: EventData! }
  type BoardRow { scope: String! name: String! events: Int! ratings: Int! bad: Int! goodRate: Float }
  input NewEvaluation {
    serviceEventId: Int!
    formId: Int!
    level: String!
    agencyId: Int!
    districtId: Int!
    serviceId: Int!
    receipt: String!
    ratedAt: String!
    ratedOn: String!
  }
  type Query {
    evaluation(id: Int!): Evaluation
    evaluations(first: Int!): [Evaluation!]!
    boardRows(district: Int!, day: String!): [BoardRow!]!
  }
  type Mutation { createEvaluation(input: NewEvaluation!): Evaluation! }
  type Subscription { ratingEvents: RatingEvent! }
`;
