using System.Text.Json.Serialization;

namespace Jarvis.Errors;

/// <summary>The stable codes of what can go wrong. A code is a promise to callers: it is never renamed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErrorCode>))]
public enum ErrorCode
{
    /// <summary>The request itself is wrong; sending it again unchanged fails again. HTTP 400.</summary>
    [JsonStringEnumMemberName("invalid_request")]
    InvalidRequest,

    /// <summary>No or unknown credentials. HTTP 401.</summary>
    [JsonStringEnumMemberName("unauthorized")]
    Unauthorized,

    /// <summary>Known credentials that do not reach this far. HTTP 403.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,

    /// <summary>What is named does not exist for this tenant. HTTP 404.</summary>
    [JsonStringEnumMemberName("not_found")]
    NotFound,

    /// <summary>Somebody else changed it first, or it is busy. HTTP 409.</summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>More bytes, pixels, seconds or items than allowed. HTTP 413.</summary>
    [JsonStringEnumMemberName("too_large")]
    TooLarge,

    /// <summary>The bytes are not of a type that can be used here, or are damaged. HTTP 415.</summary>
    [JsonStringEnumMemberName("unsupported_media")]
    UnsupportedMedia,

    /// <summary>No valid plan could be made. HTTP 422.</summary>
    [JsonStringEnumMemberName("plan_invalid")]
    PlanInvalid,

    /// <summary>A quota of the tenant is used up. HTTP 429.</summary>
    [JsonStringEnumMemberName("quota_exceeded")]
    QuotaExceeded,

    /// <summary>A queue is full; try again later. HTTP 503.</summary>
    [JsonStringEnumMemberName("overloaded")]
    Overloaded,

    /// <summary>No model of the task type can run now. HTTP 503.</summary>
    [JsonStringEnumMemberName("model_unavailable")]
    ModelUnavailable,

    /// <summary>It took longer than it was given. HTTP 504.</summary>
    [JsonStringEnumMemberName("deadline_exceeded")]
    DeadlineExceeded,

    /// <summary>Somebody asked to stop. HTTP 499.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>A model ran and failed. HTTP 502.</summary>
    [JsonStringEnumMemberName("model_failed")]
    ModelFailed,

    /// <summary>A server on the web that the user named did not give what was asked of it. HTTP 502.</summary>
    [JsonStringEnumMemberName("fetch_failed")]
    FetchFailed,

    /// <summary>The disk or the state store refused. HTTP 507.</summary>
    [JsonStringEnumMemberName("storage_failed")]
    StorageFailed,

    /// <summary>A fault of ours. HTTP 500.</summary>
    [JsonStringEnumMemberName("internal")]
    Internal,
}
