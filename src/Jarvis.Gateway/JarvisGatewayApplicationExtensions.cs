using Jarvis.Gateway.Api.Admin;
using Jarvis.Gateway.Api.Conversations;
using Jarvis.Gateway.Api.Health;
using Jarvis.Gateway.Api.Models;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Api.Usage;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.HuggingFace;
using Jarvis.Gateway.HuggingGpt;
using Jarvis.Gateway.Mcp;
using Jarvis.Gateway.OpenAi;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Builder;

namespace Jarvis;

/// <summary>Puts the gateway into an application.</summary>
public static class JarvisGatewayApplicationExtensions
{
    /// <summary>
    /// Maps the API. Other protocols are mapped after it, each with <c>MapApiGroup</c>, which gives it keys, rates and errors of its own shape.
    /// </summary>
    /// <param name="app">The application, with what <c>AddJarvisGateway</c> registers.</param>
    public static WebApplication MapJarvisGateway(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<AccessMiddleware>();
        var v1 = app.MapApiGroup("/v1").WithMetadata(new OwnTenant());
        v1.MapConversations();
        v1.MapResources();
        v1.MapModels();
        v1.MapTasks();
        v1.MapUsage();
        v1.MapTenants();
        app.MapHealth();
        app.MapOpenApi().IsOpen();
        app.MapOpenAi();
        app.MapHuggingGpt();
        app.MapInference();
        app.MapMcp();
        return app;
    }
}
