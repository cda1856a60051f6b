using Jarvis.LanguageModels;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class TenantOptionsTests
{
    [Fact]
    public void Nothing_set_is_no_limit_and_no_fault()
    {
        var limits = new TenantOptions().Of(new("acme"));

        Assert.Equal((null, null), (limits.MaxTokensPerDay, limits.MaxCostPerDay));
        Assert.Equal("", Fault(new()));
    }

    [Fact]
    public void A_tenant_of_its_own_limits_has_no_others()
    {
        var options = new TenantOptions { MaxTokensPerDay = 10, MaxCostPerDay = 1 };
        options.Named["acme"] = new() { MaxTokensPerDay = 20 };

        Assert.Equal((20, null), (options.Of(new("acme")).MaxTokensPerDay, options.Of(new("acme")).MaxCostPerDay));
        Assert.Equal((10, 1), (options.Of(new("other")).MaxTokensPerDay, options.Of(new("other")).MaxCostPerDay));
    }

    [Fact]
    public void A_fault_names_its_key_and_the_fix()
    {
        Assert.Contains("Jarvis:Tenants:MaxTokensPerDay has to be at least 1", Fault(new() { MaxTokensPerDay = 0 }));
        Assert.Contains("Jarvis:Tenants:MaxCostPerDay has to be 0 or above", Fault(new() { MaxCostPerDay = -1 }, price: 1));
        Assert.Contains("set Jarvis:LanguageModel:InputPrice", Fault(new() { MaxCostPerDay = 1 }));
        Assert.Equal("", Fault(new() { MaxCostPerDay = 1 }, price: 1));
        Assert.Contains("Jarvis:Tenants:LeaseCost has to be above 0", Fault(new() { LeaseCost = 0 }));
        var named = new TenantOptions();
        named.Named["a/b"] = new();
        named.Named["acme"] = new() { MaxTokensPerDay = -5 };
        Assert.Contains("Jarvis:Tenants:Named names a tenant that cannot be", Fault(named));
        Assert.Contains("Jarvis:Tenants:Named:acme:MaxTokensPerDay has to be", Fault(named));
    }

    private static string Fault(TenantOptions options, decimal price = 0) => string.Join(
        ' ',
        new TenantOptionsValidator(Options.Create(new LanguageModelOptions { InputPrice = price })).Validate(null, options).Failures ?? []);
}
