#pragma once

#include "jobs/board.hpp"
#include "storage/job_samples.hpp"
#include "storage/jobs.hpp"
#include "views/json.hpp"

namespace web {

views::Json json_of(const storage::Job& job);
views::Json json_of(const storage::JobSample& sample);
views::Json json_of(const jobs::JobProgress& progress);
views::Json json_of(const jobs::SiteStatus& site);
views::Json json_of(const jobs::JobEvent& event);

}  // namespace web
