select level, kind, entry, rated_on, text_raw, agency_id, service_id from evaluation where id = :id;
