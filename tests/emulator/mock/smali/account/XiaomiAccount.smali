# The account itself, as Android's account service has it.
.class public final Lmock/XiaomiAccount;
.super Ljava/lang/Object;

.method public static find(Landroid/content/Context;)Landroid/accounts/Account;
    .registers 4
    invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
    move-result-object v0
    const-string v1, "com.xiaomi"
    invoke-virtual {v0, v1}, Landroid/accounts/AccountManager;->getAccountsByType(Ljava/lang/String;)[Landroid/accounts/Account;
    move-result-object v0
    array-length v1, v0
    if-nez v1, :some
    const/4 v0, 0x0
    return-object v0
    :some
    const/4 v1, 0x0
    aget-object v0, v0, v1
    return-object v0
.end method

.method public static add(Landroid/content/Context;Ljava/lang/String;)V
    .registers 6
    invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
    move-result-object v0
    new-instance v1, Landroid/accounts/Account;
    const-string v2, "com.xiaomi"
    invoke-direct {v1, p1, v2}, Landroid/accounts/Account;-><init>(Ljava/lang/String;Ljava/lang/String;)V
    const/4 v2, 0x0
    const/4 v3, 0x0
    invoke-virtual {v0, v1, v2, v3}, Landroid/accounts/AccountManager;->addAccountExplicitly(Landroid/accounts/Account;Ljava/lang/String;Landroid/os/Bundle;)Z
    return-void
.end method

.method public static remove(Landroid/content/Context;)V
    .registers 3
    :next
    invoke-static {p0}, Lmock/XiaomiAccount;->find(Landroid/content/Context;)Landroid/accounts/Account;
    move-result-object v0
    if-eqz v0, :done
    invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
    move-result-object v1
    invoke-virtual {v1, v0}, Landroid/accounts/AccountManager;->removeAccountExplicitly(Landroid/accounts/Account;)Z
    move-result v0
    if-nez v0, :next
    :done
    return-void
.end method
